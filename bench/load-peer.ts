/**
 * A package of bench/package.json. By a name that the compiler does not follow, because a clone is checked without them; whoever
 * asks says what of it is used, and looks whether it is there.
 */
export const loadPeer = async (name: string): Promise<unknown> => import(name);
