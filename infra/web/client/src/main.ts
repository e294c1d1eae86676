import './ui/tokens.css';
import './ui/base.css';
import { createApp as createVue } from 'vue';
import App from './App.vue';
import { startRouter } from './router';
import { applyPreferences } from './settings/preferences';
import { registerWorker, reloadIfOutdated } from './session/worker';

startRouter();
reloadIfOutdated();
void applyPreferences().then(() => {
  createVue(App).mount('#app');
  registerWorker();
});
