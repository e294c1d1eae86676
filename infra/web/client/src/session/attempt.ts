import { errorText } from '../i18n/errors';
import { toast } from '../ui/toast';
import { codeOf } from './app';

/** Does something for the user; if it fails, says why in a few words. Tells whether it succeeded. */
export async function attempt(act: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await act();
    if (done !== undefined) toast(done);
    return true;
  } catch (error) {
    toast(errorText(codeOf(error)), 'error');
    return false;
  }
}
