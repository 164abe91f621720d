import { SingleBar } from 'cli-progress';

/** How far a long command is. Nothing of people in it. */
export interface Progress {
  /** `total`: null where it is not known. */
  start(name: string, total: number | null): void;
  add(count: number): void;
  end(): void;
}

/** A bar on a terminal; elsewhere one line for each part. Both on stderr. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const format = '{name} [{bar}] {value}/{total} {duration_formatted}';
  let current: SingleBar | null = null;
  let [done, known] = [0, 0];
  return {
    start(name, total) {
      [done, known] = [0, total ?? 0];
      current = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: false, emptyOnZero: true });
      current.start(known, 0, { name: name.padEnd(18) });
    },
    add(count) {
      done += count;
      if (done > known) current?.setTotal(done);
      current?.update(done);
    },
    end() {
      if (done < known) current?.setTotal(done);
      current?.update(done);
      current?.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let [part, done] = ['', 0];
  return {
    start(name) {
      [part, done] = [name, 0];
    },
    add(count) {
      done += count;
    },
    end() {
      stream.write(`${part}: ${done}\n`);
    },
  };
}

export const silent: Progress = { start: () => undefined, add: () => undefined, end: () => undefined };
