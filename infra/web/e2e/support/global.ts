import type { TestProject } from 'vitest/node';
import { Server } from './server.js';

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
  }
}

/** One server for all files; tests that kill one start their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await Server.start();
  project.provide('url', server.url);
  return () => server.stop();
}
