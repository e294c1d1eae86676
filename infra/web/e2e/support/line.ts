import type { BrowserContext, WebSocketRoute } from 'playwright-core';

export interface Line {
  prepare(context: BrowserContext): Promise<void>;
  /** No network: calls fail, and the online channel, which Chromium leaves open by itself, ends. */
  cut(context: BrowserContext): Promise<void>;
  mend(context: BrowserContext): Promise<void>;
}

/** A network that can be cut. */
export function breakable(): Line {
  let down = false;
  const open = new Set<WebSocketRoute>();
  return {
    prepare: (context) =>
      context.routeWebSocket(/\/ws\b/, (socket) => {
        if (down) return void socket.close({ code: 4000 });
        socket.connectToServer();
        open.add(socket);
      }),
    async cut(context) {
      down = true;
      await context.setOffline(true);
      await Promise.all([...open].map((socket) => socket.close({ code: 4000 })));
      open.clear();
    },
    async mend(context) {
      down = false;
      await context.setOffline(false);
    },
  };
}
