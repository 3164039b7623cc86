// Stripe signs a time that is good for five minutes, so this event is signed when it is loaded.
const { signedInvocation } = require('../signed-invocation.ts');

module.exports = signedInvocation('stripe', 'payment_intent.succeeded');
