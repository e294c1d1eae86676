import { t } from '../i18n';

/** The number of unread messages in the tab's title and, where the platform has one, on the app's icon. */
export function withTitle(unread: number | undefined): void {
  const n = unread ?? 0;
  document.title = n > 0 ? `(${n > 99 ? '99+' : n}) ${t('app.name')}` : t('app.name');
  const badge = navigator as { setAppBadge?: (n: number) => Promise<void> };
  void badge.setAppBadge?.(n).catch(() => undefined);
}
