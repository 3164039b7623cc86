/** Everything on this machine; every other stage is deployed. */
export const LOCAL_STAGE = 'local';
