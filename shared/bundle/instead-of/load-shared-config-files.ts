// In a bundle this is the SDK's reader of ~/.aws/config and ~/.aws/credentials.

// Of its module, for others of the SDK that ask for it.
export const CONFIG_PREFIX_SEPARATOR = '.';

/** What it finds in Lambda: nothing. Every setting is in the code or in the environment. */
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });
