// The request with which Slack tries a new address: it wants its challenge back, and no delivery comes of it.
const { signedInvocation } = require('../signed-invocation.ts');

module.exports = signedInvocation('slack', {
  type: 'url_verification',
  headers: {
    'content-type': 'application/json',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    accept: '*/*',
  },
  body: { token: 'local-only-verification-token', challenge: 'challenge-{{id}}', type: 'url_verification' },
});
