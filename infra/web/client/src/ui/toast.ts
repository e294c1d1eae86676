import { shallowRef } from 'vue';

export interface Toast {
  readonly no: number;
  readonly text: string;
  readonly kind: 'info' | 'error';
}

export const toasts = shallowRef<readonly Toast[]>([]);
let count = 0;

/** Says something for a few seconds, without taking the focus; long enough to read. */
export function toast(text: string, kind: Toast['kind'] = 'info'): void {
  const no = ++count;
  toasts.value = [...toasts.value.slice(-2), { no, text, kind }];
  setTimeout(() => dismiss(no), Math.min(10_000, 3_500 + text.length * 60));
}

export function dismiss(no: number): void {
  toasts.value = toasts.value.filter((each) => each.no !== no);
}
