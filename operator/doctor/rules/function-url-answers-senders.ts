import { actionsByUrl, permissionsByUrl, urlsOfIngest } from '../model/urls-of.ts';
import type { Rule } from '../rule.ts';

const OSLS_MAKES_IT = 'Leave `url` of ingest to the param edge: osls makes the URL and both permissions.';

export const functionUrlAnswersSenders: Rule = {
  name: 'function-url-answers-senders',
  reason:
    'Senders sign for us, and not as AWS wants it: a URL that asks for its signature, or that lacks one of the two permissions, ' +
    'answers all of them 403 before ingest sees anything, and no log tells. None of them is a page in a browser.',
  check: ({ model, at }) =>
    urlsOfIngest(model).flatMap(({ url, ingest }) => {
      const { AuthType, InvokeMode, Cors } = url.properties;
      const given = permissionsByUrl(model, ingest.id).map(({ properties }) => properties.Action);
      const missing = actionsByUrl.filter((action) => !given.includes(action));
      const found = [
        ...(AuthType === 'NONE' ? [] : [`has the AuthType ${AuthType}, and no sender signs for that`]),
        ...missing.map((action) => `nobody may use it: there is no permission for ${action} by a URL`),
        ...(InvokeMode === 'RESPONSE_STREAM' ? ['streams its answers, which ingest does not write that way'] : []),
        ...(Cors === undefined ? [] : ['lets pages in a browser post to it']),
      ];
      return found.map((what) => ({ where: at(url.id), what, fix: OSLS_MAKES_IT }));
    }),
};
