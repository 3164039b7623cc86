/** Breakers lie in the same table; a mistake with markers leaves them alone. */
export const isMarker = (id: string): boolean => !id.startsWith('forward/breakers/');
