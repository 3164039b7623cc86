const STEPS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
/** Pages look at the clock every five seconds: what is younger has no figure that would be right. */
const JUST_NOW_SECONDS = 5;

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });

/** `5 min. ago` */
export function ago(date: Date, now: Date): string {
  const seconds = (now.getTime() - date.getTime()) / 1000;
  if (seconds < JUST_NOW_SECONDS) return 'just now';
  const step = STEPS.find(([, length]) => seconds >= length);
  return step ? words.format(-Math.floor(seconds / step[1]), step[0]) : words.format(-Math.floor(seconds), 'second');
}
