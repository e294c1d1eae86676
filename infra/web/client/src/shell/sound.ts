const LEAST_MS = 1_500;
let context: AudioContext | undefined;
let last = 0;

/** Two short soft tones; at most one pair in a second and a half. A browser that has not been clicked stays silent. */
export function ping(): void {
  if (performance.now() - last < LEAST_MS || navigator.userActivation?.hasBeenActive === false) return;
  last = performance.now();
  context ??= new AudioContext();
  const now = context.currentTime;
  [660, 880].forEach((tone, n) => {
    if (context === undefined) return;
    const source = context.createOscillator();
    const gain = context.createGain();
    source.frequency.value = tone;
    gain.gain.setValueAtTime(0.0001, now + n * 0.11);
    gain.gain.exponentialRampToValueAtTime(0.06, now + n * 0.11 + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + n * 0.11 + 0.2);
    source.connect(gain).connect(context.destination);
    source.start(now + n * 0.11);
    source.stop(now + n * 0.11 + 0.22);
  });
}
