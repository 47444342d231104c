/** What the processes of a group hold and have used, from /proc (proc(5)): Linux only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const PAGE_BYTES = 4096;
/** Linux counts a process's time in hundredths of a second, whatever the kernel ticks at. */
const TICK_MILLISECONDS = 10;

export interface Running {
  pid: number;
  cpuMilliseconds: number;
  residentBytes: number;
}

export function processesOf(group: number): Running[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // After the name in brackets come state, parent, process group (fields 3 to 5); 14 and 15 are the time used, 24 the resident pages.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== group) return [];
      const ticks = Number(fields[11]) + Number(fields[12]);
      return [{ pid: Number(name), cpuMilliseconds: ticks * TICK_MILLISECONDS, residentBytes: Number(fields[21]) * PAGE_BYTES }];
    } catch {
      // It ended while the folder was read.
      return [];
    }
  });
}

/** Processes that this one has begun, by their program's name. */
export function begunHere(program: string): number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1').split(' ');
  return children.map(Number).filter((pid) => pid > 0 && readFileSync(`/proc/${pid}/comm`, 'latin1').trim() === program);
}

/** What a process has computed by now: milliseconds, over all its threads. */
export function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]) / 1e6, 0);
}

/** Has the process a file open below this folder? */
export function holdsOpen(pid: number, folder: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((name) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${name}`).startsWith(folder);
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
