// In a bundle this is @aws-sdk/credential-provider-node.

/** The credentials of the function's role, which Lambda puts into its environment. Read whenever the SDK asks for them. */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error('The function has no credentials in its environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
