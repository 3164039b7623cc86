import type { RedactionEntry } from '../messages/redaction.ts';

/**
 * What is hidden where nobody has said otherwise: what lets somebody in, pay or be reached. Last digits, amounts, names and
 * places stay: without them an operator cannot tell one event from another.
 */
export const builtInRedaction: RedactionEntry = {
  fields: [
    '**.*password*',
    '**.*passwd*',
    '**.*passphrase*',
    '**.*secret*',
    '**.*token*',
    '**.*authorization*',
    '**.*credential*',
    '**.*api_key*',
    '**.*private_key*',
    '**.*cookie*',
    '**.*session_id*',
    '**.*email*',
    '**.*phone*',
    '**.*card_number*',
    '**.card.number',
    '**.cvc',
    '**.cvv',
    '**.*security_code*',
    '**.*account_number*',
    '**.*routing_number*',
    '**.iban',
    '**.ssn',
    '**.*social_security*',
    '**.*tax_id*',
    '**.*passport*',
    '**.dob',
    '**.*date_of_birth*',
    '**.*birth_date*',
  ],
  headers: ['*authorization*', '*cookie*', '*signature*', '*hmac*', '*token*', '*secret*', '*api-key*'],
};
