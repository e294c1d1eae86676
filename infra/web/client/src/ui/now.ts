import { shallowRef } from 'vue';

/** The time, by the half minute: enough for "3 minutes ago", and it costs a hidden page nothing. */
export const now = shallowRef(Date.now());

const tick = () => {
  if (!document.hidden) now.value = Date.now();
};
setInterval(tick, 30_000);
document.addEventListener('visibilitychange', tick);
