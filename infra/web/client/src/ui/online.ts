import { shallowRef } from 'vue';

/** Whether the browser has a network at all. A socket may take minutes to notice that it has none. */
export const online = shallowRef(navigator.onLine);

const look = () => (online.value = navigator.onLine);
addEventListener('online', look);
addEventListener('offline', look);
