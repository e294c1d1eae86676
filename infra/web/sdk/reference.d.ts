export const place: string;
export function reference(): { text: string; names: Set<string> };
