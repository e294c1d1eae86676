import { hasText, t } from '.';

/** What a person is told about a failure, chosen by its code alone: texts of servers are for logs. */
export function errorText(code: string | number): string {
  const key = `error.${code}`;
  return hasText(key) ? t(key) : t('error.other', { code });
}
