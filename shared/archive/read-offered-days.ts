/** The variable that shared/resources/retention.cjs writes: `30/90/180`, or `none`. */
export const readOfferedDays = (text: string): readonly number[] =>
  text === 'none' ? [] : text.split('/').map(Number);
