import { computed } from 'vue';
import { state } from '../session/app';

/** The server's time, every ten seconds while someone looks: enough for "3 minutes ago", whatever this device's clock says. */
export const now = computed(() => state.value.heartbeat * 1_000 || Date.now());
