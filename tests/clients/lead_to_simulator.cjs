// SPDX-License-Identifier: Apache-2.0
//
// Loaded before a client (node --require): every connection to a host of Ring goes to the port of
// 127.0.0.1 that SIMULATOR_FRONT_PORT names, and every other one fails. The client still asks for, and
// checks, a certificate of the host that it meant.
'use strict';

const net = require('node:net');

const port = Number(process.env.SIMULATOR_FRONT_PORT);
const hosts = process.env.SIMULATOR_FRONT_HOSTS.split(' ');
const connect = net.Socket.prototype.connect;

// What net.Socket.connect takes, as the options and the callback among it: net.connect has put them into
// a list already, and otherwise they are options, or a port and perhaps a host.
function readArguments(given) {
  const list = Array.isArray(given[0]) ? given[0] : given;
  const callback = [...list].reverse().find((argument) => typeof argument === 'function');
  if (typeof list[0] === 'object') {
    return [list[0], callback];
  }
  return [{ port: list[0], host: typeof list[1] === 'string' ? list[1] : undefined }, callback];
}

net.Socket.prototype.connect = function (...given) {
  const [options, callback] = readArguments(given);
  if (hosts.includes(options.host) && Number(options.port) === 443) {
    const led = { ...options, host: '127.0.0.1', port, lookup: undefined };
    return callback ? connect.call(this, led, callback) : connect.call(this, led);
  }
  const error = new Error(`not a host of the simulator: ${options.path ?? `${options.host}:${options.port}`}`);
  error.code = 'ECONNREFUSED';
  process.nextTick(() => this.destroy(error));
  return this;
};
