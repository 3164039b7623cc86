import type { About } from '../about.ts';

export const about: About = {
  title: 'DocuSign Connect',
  documentation: 'https://developers.docusign.com/platform/webhooks/connect/hmac/',
  setUp: [
    'In eSignature Admin, open Integrations › Connect › Connect Keys, add a secret key and copy it at once: it is shown only then.',
    'Put it into the source.',
    'Add a custom configuration with the URL {url}, the format REST v2.1 (JSON) and “send individual messages”, and include the HMAC signature.',
    'Choose the events. Leave the documents out: they make messages that are too large.',
  ],
  secrets: [{ what: 'A Connect key of the account; several while one is changed', madeBy: 'the sender' }],
  verified:
    'The whole body, JSON or XML, by HMAC-SHA256. DocuSign signs with each active key, and one that holds suffices.',
  notCovered: [
    'The age: generatedDateTime is signed but not compared with the clock, because retries come for days.',
    'All headers.',
  ],
  size: 'Large where documents are included. Beyond 4 MiB it is answered 413, or by API Gateway before, and lost: leave documents out and fetch them.',
  retries:
    'Wants a 200 within 100 s; else again for days (not confirmed). retryCount counts in the body (not confirmed) and is no part of the id.',
  traps: [
    'An event has no id. It is named by envelope, recipient, event and generatedDateTime; should a retry be generated anew, which is not confirmed, it would be a second event.',
    'XML is verified and kept, but not read: it is named by its bytes, and its type is `other`. Choose JSON.',
    'Aggregate messages leave out states that pass quickly; individual messages do not.',
    'Demo and production have their own keys.',
  ],
  confidence: 'documentation',
};
