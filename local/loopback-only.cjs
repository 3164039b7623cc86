// Preloaded into every local process and thread: whatever credentials the shell holds, nothing here can leave the machine.
'use strict';

const { syncBuiltinESMExports } = require('node:module');
const { forgetProxies } = require('./loopback/forget-proxies.cjs');
const { guardDatagrams } = require('./loopback/guard-datagrams.cjs');
const { guardNames } = require('./loopback/guard-names.cjs');
const { guardSockets } = require('./loopback/guard-sockets.cjs');
const { guardThreads } = require('./loopback/guard-threads.cjs');

forgetProxies();
guardSockets();
guardDatagrams();
guardNames();
guardThreads(__filename);
syncBuiltinESMExports();

// Node programs started from here are held to the same rule.
const preload = `--require ${JSON.stringify(__filename)}`;
const nodeOptions = process.env['NODE_OPTIONS'] ?? '';
if (!nodeOptions.includes(preload)) process.env['NODE_OPTIONS'] = `${nodeOptions} ${preload}`.trim();
