import type { Confab, Message } from '@confab/sdk';
import { noteOf } from '../chat/note';
import { t } from '../i18n';
import { nameOf } from '../people/names';
import { go, hashOf } from '../router';
import { myUid, state } from '../session/app';
import { preferences } from '../settings/preferences';
import { toast } from '../ui/toast';
import { closeMessage, closeRead, show } from './shown';
import { ping } from './sound';

/** What was missed no longer ago than this is told, too: the network was another for a moment, or the server began anew. */
const MISSED_MS = 120_000;

/** Shows what arrives while nobody looks at it. The leading tab alone does, so that a message is told once. Returns how to stop. */
export function startNotifications(confab: Confab): () => void {
  /** When this page was up to date for the first time: what is older, the list shows. */
  let since = Infinity;
  const isUpToDate = () => {
    since = Math.min(since, confab.clock.now());
  };
  const isMissed = ({ create_time: at }: Message) => at >= since && confab.clock.now() - at < MISSED_MS;
  if (state.value.connection === 'live') isUpToDate();
  const stops = [
    confab.on('message', ({ message, live }) => {
      if ((live || isMissed(message)) && state.value.leader) void tell(confab, message);
    }),
    confab.on('message-changed', ({ message }) => {
      if (message.is_revoke) void closeMessage(message.conversation_id, message.seq);
    }),
    confab.on('conversation', ({ ids }) => {
      if (state.value.leader) void closeRead(ids);
    }),
    confab.on('connection', ({ to }) => {
      if (to !== 'live') return;
      isUpToDate();
      if (state.value.leader) void closeRead();
    }),
    confab.on('cache', ({ state: cache, reason }) => {
      if (cache === 'memory' && /quota/i.test(reason ?? '')) toast(t('cache.full'), 'error');
    }),
  ];
  const onWorker = (event: MessageEvent<unknown>) => {
    const word = event.data as { type?: unknown; conversation?: unknown } | null;
    if (word?.type === 'push-changed' && state.value.leader) keepPush();
    if (word?.type === 'open' && typeof word.conversation === 'string') go(hashOf('c', word.conversation));
  };
  navigator.serviceWorker?.addEventListener('message', onWorker);
  keepPush();
  return () => {
    stops.forEach((stop) => stop());
    navigator.serviceWorker?.removeEventListener('message', onWorker);
  };
}

/** Where web push has been switched on it stays on, with a new address or key, too. Elsewhere its code is not even loaded. */
function keepPush(): void {
  if (!isPushOn()) return;
  void import('../session/push').then(({ push }) => push().renew()).catch(() => undefined);
}

function isPushOn(): boolean {
  try {
    return localStorage.getItem('confab:push') !== null;
  } catch {
    return false;
  }
}

async function tell(confab: Confab, message: Message): Promise<void> {
  const looking =
    document.hasFocus() && !document.hidden && state.value.currentConversationId === message.conversation_id;
  if (message.from_uid === myUid() || message.type === 'system' || message.is_revoke || looking) return;
  // A stranger's first message: who it is, and what the group is called, is yet to be read.
  await confab.people.get([message.from_uid]).catch(() => []);
  const conversation = await confab.conversation.get(message.conversation_id).catch(() => null);
  const mentionsMe = message.call_uid?.some((uid) => uid === myUid() || uid === 'all') ?? false;
  if (conversation?.mute === true && !mentionsMe) return;
  // Missed here, and read elsewhere meanwhile.
  if ((conversation?.read_seq ?? 0) >= message.seq) return;
  if (preferences.sound) ping();
  if (!preferences.notify || !('Notification' in window) || Notification.permission !== 'granted') return;
  const sender = nameOf(message.from_uid);
  const title = conversation?.title ?? sender;
  const text = preferences.notifyText
    ? (message.group_id === undefined ? '' : `${sender}${t('colon')}`) + noteOf(message)
    : t('notify.hidden');
  void show(title, text.slice(0, 200), { conversation: message.conversation_id, seq: message.seq, uid: myUid() });
}
