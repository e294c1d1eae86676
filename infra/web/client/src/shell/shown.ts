import { myUid, state } from '../session/app';
import { go, hashOf } from '../router';

/** What a notification knows of its message. The worker writes the same; one that an older worker showed may have the conversation alone. */
interface About {
  readonly conversation?: string;
  readonly seq?: number;
  /** Whom it is for: on a laptop several users have one browser. */
  readonly uid?: string;
}

const ofThisPage = new Set<Notification>();

/**
 * One after another, in all pages and in the worker (`sw.ts`). Whoever asks Chromium what is shown while it begins to show something makes it
 * forget that: it stays on the screen, but is listed, closed and opened by a click no more.
 */
const inTurn = <T>(act: () => Promise<T>): Promise<T> =>
  navigator.locks === undefined ? act() : (navigator.locks.request('notifications', act) as Promise<T>);

/** Shows a notification in the place of the one that its conversation had; by the worker, where there is one, so that it outlives this page. */
export async function show(title: string, body: string, about: About & { conversation: string }): Promise<void> {
  const options = { body, tag: about.conversation, icon: 'icon-192.png', data: about };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker?.active) {
    await inTurn(() => worker.showNotification(title, options));
    // Another device may have been faster.
    return closeRead();
  }
  const shown = new Notification(title, options);
  ofThisPage.add(shown);
  shown.onclose = () => ofThisPage.delete(shown);
  shown.onclick = () => {
    focus();
    go(hashOf('c', about.conversation));
    shown.close();
  };
}

/** Closes what tells of this message, which was taken back. */
export const closeMessage = (conversation: string, seq: number): Promise<void> =>
  closeWhere((about) => about.conversation === conversation && (about.seq ?? seq) === seq);

/**
 * Closes what has been read, here, in another tab or on another device; those that web push showed while the client was closed, too. `gone` are
 * conversations that may have left the list.
 */
export const closeRead = (gone: readonly string[] = []): Promise<void> => closeWhere((about) => isRead(about, gone));

function isRead({ conversation, seq }: About, gone: readonly string[]): boolean {
  if (conversation === undefined) return false;
  const there = state.value.conversation.dataList.find((each) => each.id === conversation);
  if (there === undefined) return gone.includes(conversation);
  if (seq === undefined) return there.unread_count === 0;
  // The list may know nothing yet of a message that is told already.
  return there.read_seq === undefined
    ? there.unread_count === 0 && seq <= (there.last_seq ?? 0)
    : seq <= there.read_seq;
}

async function closeWhere(test: (about: About) => boolean): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  // In one turn: a notification that has taken the place of a read one meanwhile would be closed in its stead.
  await inTurn(async () => {
    const shown = [...((await worker?.getNotifications()) ?? []), ...ofThisPage];
    for (const each of shown) {
      const about = (each.data ?? {}) as About;
      if ((about.uid === undefined || about.uid === myUid()) && test(about)) each.close();
    }
  });
}
