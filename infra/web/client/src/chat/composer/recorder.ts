export interface Recording {
  readonly blob: Blob;
  readonly time: number;
}

export interface Recorder {
  /** 0 to 1, how loud it is now. */
  level(): number;
  /** Ends it; undefined if nothing was heard. */
  stop(): Promise<Recording | undefined>;
  cancel(): void;
}

const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Begins a voice note. Rejects with a DOMException where there is no microphone or no permission. */
export async function record(): Promise<Recorder> {
  if (!('mediaDevices' in navigator) || !('MediaRecorder' in window)) throw new DOMException('', 'NotSupportedError');
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Uint8Array(analyser.fftSize);
  const pieces: Blob[] = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const started = performance.now();
  recorder.start();

  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  return {
    level() {
      analyser.getByteTimeDomainData(wave);
      return Math.min(1, wave.reduce((most, value) => Math.max(most, Math.abs(value - 128)), 0) / 96);
    },
    stop: () =>
      new Promise((done) => {
        const time = Math.round(performance.now() - started);
        recorder.onstop = () => {
          close();
          const blob = new Blob(pieces, { type: recorder.mimeType.split(';')[0] });
          done(blob.size > 0 ? { blob, time } : undefined);
        };
        recorder.stop();
      }),
    cancel() {
      recorder.onstop = close;
      recorder.stop();
    },
  };
}
