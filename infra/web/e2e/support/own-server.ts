import { afterAll } from 'vitest';
import { Server } from './server.js';

const server = await Server.start();
afterAll(() => server.stop());

/** A server of the test file that imports this, so that no file finds what another one left. */
export const url = server.url;
