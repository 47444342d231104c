/**
 * Orders to stop: signals, and that npm is gone. Who kills npm by its id does not reach what npm started,
 * and a Worker that nobody knows of would hold the port.
 */
import { readFileSync } from 'node:fs';

export interface StopOrders {
  /** What to do when one comes. Before anything is named, the process ends and takes the build with it. */
  obey(stop: () => void): void;
  /** Whether one came. No more are waited for. */
  ended(): boolean;
}

/** Milliseconds between two looks at who started us. */
const LOOK_EVERY = 500;

export function stopOrders(): StopOrders {
  let obey = (): void => process.exit(143);
  let ordered = false;
  const order = (): void => {
    if (!ordered) obey();
    ordered = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, order);
  const family = ancestors();
  // Started by hand in the background, the command outlives its shell as any other does.
  const look = process.env.npm_execpath ? setInterval(() => ancestors() !== family && order(), LOOK_EVERY) : undefined;
  look?.unref();
  return {
    obey(stop) {
      obey = stop;
    },
    ended() {
      clearInterval(look);
      return ordered;
    },
  };
}

/** Who started this process, and who that one: npm puts a shell between, which may outlive it. */
function ancestors(): string {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the name in brackets may hold anything.
    const [, grandparent] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    return `${process.ppid} ${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}
