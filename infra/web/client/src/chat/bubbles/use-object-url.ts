import type { FileRef } from '@confab/sdk';
import { onScopeDispose, shallowRef, type ShallowRef, watch } from 'vue';

/** The URL of a file that is in memory, for as long as it is shown. */
export function useObjectUrl(file: () => FileRef | undefined): Readonly<ShallowRef<string | undefined>> {
  const url = shallowRef<string>();
  const drop = () => {
    if (url.value !== undefined) URL.revokeObjectURL(url.value);
  };
  watch(
    () => file()?.blob,
    (blob) => {
      drop();
      url.value = blob === undefined ? undefined : URL.createObjectURL(blob);
    },
    { immediate: true },
  );
  onScopeDispose(drop);
  return url;
}
