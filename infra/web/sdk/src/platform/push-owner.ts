import type { Keep } from '../adapters.js';

const name = 'confab:push';

/** Whose pushes this browser shows: it has one subscription, whoever is signed in. */
export interface PushOwner {
  uid: string;
  /** The push service's address that the server was told of last, and when. */
  endpoint: string;
  at: number;
}

export function pushOwner(keep: Keep): PushOwner | null {
  try {
    const owner = JSON.parse(keep.get(name) ?? 'null') as PushOwner | null;
    return typeof owner?.uid === 'string' ? owner : null;
  } catch {
    return null;
  }
}

export function setPushOwner(keep: Keep, owner: PushOwner | null): void {
  if (owner) keep.set(name, JSON.stringify(owner));
  else keep.remove(name);
}

/** Ends the subscription if it is for one of these users. Needs no server: its push service refuses what is sent to it from then on. */
export async function endPush(keep: Keep, isFor: (uid: string) => boolean): Promise<void> {
  const owner = pushOwner(keep);
  if (!owner || !isFor(owner.uid)) return;
  setPushOwner(keep, null);
  const worker = await navigator.serviceWorker?.getRegistration();
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
}
