/** Anybody may have sent anything: these read a field if it has the right type, and nothing otherwise. */
export type Fields = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A number from 0 up to `most`. */
export const numberOf = (value: unknown, most = Number.MAX_SAFE_INTEGER): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= most ? value : undefined;
