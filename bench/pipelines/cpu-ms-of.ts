import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for every program, whatever the kernel's own tick. */
const MS_PER_TICK = 10;
/** Behind the name, which may hold spaces and ends with a bracket: state is field 3, the two times are 14 and 15. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** Of all threads of another process so far; not a number where the system does not tell. */
export function cpuMsOf(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * MS_PER_TICK;
}
