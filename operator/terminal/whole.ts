/** `1,200` */
export const whole = (count: number) => count.toLocaleString('en');

/** `1 event`, `1,200 events` */
export const counted = (count: number, noun: string) => `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
