import { isUnread, type DoctorContext, type Unread } from '../doctor-context.ts';

/** Its own domain name, where it has one; else what AWS has given it. */
export async function hostOfStage({ model, live }: DoctorContext): Promise<string | Unread> {
  const own = model.domainNames[0]?.properties.DomainName;
  if (own !== undefined) return own;
  const url = await live.webhooksUrl();
  return isUnread(url) ? url : new URL(url).host;
}
