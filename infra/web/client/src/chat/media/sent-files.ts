import type { FileRef, Pending, PendingMessage } from '@confab/sdk';
import { shallowRef, type ShallowRef, watch } from 'vue';
import { useConfab } from '../../session/app';

const sentHere = new Map<string, readonly FileRef[]>();
const MOST_FILES = 20;

/** Shows the files of a message at once, before they are read from the local copy. */
export function rememberFiles(pending: Pending, files: readonly FileRef[] | undefined): void {
  if (files === undefined || files.length === 0) return;
  sentHere.set(pending.unique_id, files);
  const forget = () => void sentHere.delete(pending.unique_id);
  pending.stored.then(forget, forget);
}

/** The files of a message on its way: those that this page sends, and those that another page left, from the local copy. */
export function useSentFiles(
  pending: () => PendingMessage | undefined,
): Readonly<ShallowRef<readonly (FileRef | undefined)[]>> {
  const confab = useConfab();
  const files = shallowRef<readonly (FileRef | undefined)[]>([]);
  watch(
    () => pending()?.unique_id,
    async (unique_id) => {
      files.value = (unique_id === undefined ? undefined : sentHere.get(unique_id)) ?? [];
      if (unique_id === undefined || files.value.length > 0) return;
      const found: FileRef[] = [];
      while (found.length < MOST_FILES) {
        const file = await confab.message.pendingFile(unique_id, found.length).catch(() => undefined);
        if (file === undefined) break;
        found.push(file);
      }
      if (pending()?.unique_id === unique_id) files.value = found;
    },
    { immediate: true },
  );
  return files;
}
