import { ConfabError } from '../api/errors.js';
import type { Message } from '../api/types.js';
import { signal } from '../reactive.js';
import type { Pending, PendingState } from '../types.js';

/** What `send` returns: follows its row of the outbox. */
export class PendingHandle implements Pending {
  readonly state = signal<PendingState>('waiting');
  readonly progress = signal(0);
  readonly stored: Promise<Message>;
  private resolve!: (m: Message) => void;
  private reject!: (failure: ConfabError) => void;

  constructor(
    readonly unique_id: string,
    private readonly onCancel: () => boolean,
  ) {
    this.stored = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever does not ask for it is told by events and the timeline.
    this.stored.catch(() => undefined);
  }

  cancel(): boolean {
    return this.onCancel();
  }

  done(m: Message): void {
    this.state.set('stored');
    this.resolve(m);
  }

  failed(error: ConfabError): void {
    this.state.set('failed');
    this.reject(error);
  }

  gone(code: 'aborted' | 'closed'): void {
    if (code === 'aborted') this.state.set('discarded');
    this.reject(new ConfabError(code, { kind: 'client' }));
  }
}
