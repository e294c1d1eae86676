import { onTestFinished } from 'vitest';
import type { Confab, Options } from '../../src/types.js';
import type { World } from './world.js';

/** A tab that signs in, and is closed with the test; all has been read, unless the test has made that impossible. */
export async function signedIn(
  world: World,
  uid: string,
  device = 'd',
  more: Partial<Options> = {},
  ms = 1000,
): Promise<Confab> {
  const confab = world.tab(uid, device, more);
  onTestFinished(() => void confab.close());
  confab.login(world.token(uid)).catch(() => undefined);
  await world.clock.advance(ms);
  return confab;
}
