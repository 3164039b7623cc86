const COLOURS = ['indigo.6', 'teal.6', 'orange.6', 'grape.6', 'cyan.7', 'pink.6', 'lime.8'] as const;

/** The same for the same place in the flow, in both pictures. */
export const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? COLOURS[0];
