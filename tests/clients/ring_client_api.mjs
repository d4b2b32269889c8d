// SPDX-License-Identifier: Apache-2.0
//
// Uses ring-client-api, unmodified, as a program of its users would: one step a run, named by the first
// argument. What the step needs comes as JSON on standard input, what it got goes as JSON to standard
// output. An error of the client is a result too: {"error": its text, "status": that of the answer}.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const resolve = createRequire(join(process.env.CLIENTS_FOLDER, 'package.json')).resolve;
const { RingApi, RingCamera } = await import(pathToFileURL(resolve('ring-client-api')).href);
const { RingRestClient } = await import(pathToFileURL(resolve('ring-client-api/rest-client')).href);

const given = JSON.parse(readFileSync(0, 'utf8'));

// The client's promises that fail when nobody waits for them, such as its wish for push messages.
process.on('unhandledRejection', () => {});

// A session, and the changes of its refresh token that the client tells about.
function newSession() {
  const api = new RingApi({ refreshToken: given.refreshToken });
  const rotations = [];
  api.onRefreshTokenUpdated.subscribe((change) => rotations.push(change));
  return { api, rotations };
}

async function cameraOf(api) {
  const cameras = await api.getCameras();
  const camera = cameras.find(({ id }) => id === given.camera);
  if (!camera) {
    throw new Error(`camera ${given.camera} is not among ${cameras.map(({ id }) => id)}`);
  }
  return camera;
}

function describeCamera(camera) {
  return {
    id: camera.id,
    name: camera.name,
    kind: camera.deviceType,
    model: camera.model,
    battery: camera.batteryLevel,
    doorbell: camera.isDoorbot,
    offline: camera.isOffline,
  };
}

function describeError(error) {
  return { error: error.message, status: error.response?.status };
}

function describePicture(picture) {
  return { base64: picture.toString('base64'), capture_time_ms: picture.timeMillis ?? null };
}

// Of a device that getCameras() did not make a camera of.
async function pictureOf(api, device) {
  if (!device) {
    throw new Error(`device ${given.camera} is not in the list`);
  }
  return describePicture(await new RingCamera(device, false, api.restClient, false).getSnapshot());
}

const steps = {
  // By e-mail and password; each of `codes` in turn after that, like a user who is asked for it.
  async login() {
    const client = new RingRestClient({ email: given.email, password: given.password });
    const rotations = [];
    client.onRefreshTokenUpdated.subscribe((change) => rotations.push(change));
    const refused = [];
    let tokens = await client.getCurrentAuth().catch((error) => refused.push(error.message) && undefined);
    const prompt = client.promptFor2fa ?? null;
    for (const code of given.codes) {
      tokens ??= await client.getAuth(code).catch((error) => refused.push(error.message) && undefined);
    }
    return { refused, prompt, rotations, refreshToken: tokens?.refresh_token ?? null };
  },

  async renew() {
    const { api, rotations } = newSession();
    for (let count = 0; count < given.times; ++count) {
      await api.restClient.refreshAuth();
    }
    return { rotations, profile: (await api.getProfile()).profile };
  },

  async locations() {
    const { api } = newSession();
    const locations = await api.getLocations();
    return locations.map((location) => ({
      id: location.id,
      name: location.name,
      cameras: location.cameras.map(describeCamera),
      chimes: location.chimes.map(({ id, name }) => ({ id, name })),
    }));
  },

  async snapshot() {
    const { api } = newSession();
    return describePicture(await (await cameraOf(api)).getSnapshot());
  },

  // What is stored, and one that the camera takes after that.
  async pictures() {
    const camera = await cameraOf(newSession().api);
    const stored = await camera.getNextSnapshot({ afterMs: 0, force: true });
    const fresh = await camera.getNextSnapshot({ afterMs: stored.timeMillis, force: true });
    return [stored, fresh].map(describePicture);
  },

  async byUuid() {
    const camera = await cameraOf(newSession().api);
    return describePicture(await camera.getSnapshotByUuid(given.uuid));
  },

  // What others share with this account, in the list that the client asks for its cameras.
  async shared() {
    const { api } = newSession();
    const { authorizedDoorbots } = await api.fetchRingDevices();
    return {
      listed: authorizedDoorbots.map(({ id, description, kind }) => ({ id, name: description, kind })),
      picture: await pictureOf(api, authorizedDoorbots.find(({ id }) => id === given.camera)),
    };
  },

  // What the newer routes list, which this version asks only when its user does.
  async newer() {
    const { api } = newSession();
    const ask = (path) => api.restClient.request({ url: `https://api.ring.com/${path}` });
    const { devices } = await ask('device_info/v3/devices');
    const { user_locations: homes } = await ask('location_info/v3/locations');
    return {
      devices: devices.map(({ id, description, kind, owned }) => ({ id, name: description, kind, owned })),
      homes: homes.map(({ name }) => name),
      picture: await pictureOf(api, devices.find(({ id }) => id === given.camera)),
    };
  },

  async switchMotion() {
    const { api, rotations } = newSession();
    const camera = await cameraOf(api);
    await camera.setDeviceSettings({ motion_settings: { motion_detection_enabled: given.on } });
    return { refreshToken: rotations.at(-1).newRefreshToken };
  },

  async switchLight() {
    const camera = await cameraOf(newSession().api);
    return { switched: await camera.setLight(true) };
  },

  // Somebody who is not Ring, whom lead_to_simulator.cjs keeps out of reach.
  async elsewhere() {
    return fetch('https://elsewhere.example/').then(
      ({ status }) => ({ status }),
      (error) => ({ refused: error.cause?.message ?? error.message }),
    );
  },

  // What else the client can ask about a camera and its home.
  async around() {
    const { api } = newSession();
    const camera = await cameraOf(api);
    const location = (await api.getLocations()).find(({ id }) => id === camera.data.location_id);
    const questions = {
      health: () => camera.getHealth(),
      settings: () => camera.getDeviceSettings(),
      events: () => camera.getEvents({ limit: 5 }),
      homeEvents: () => location.getCameraEvents({ limit: 5 }),
      videos: () => camera.videoSearch(),
      footages: () => camera.getPeriodicalFootage(),
      mode: () => location.getLocationMode(),
      switchesModes: () => location.supportsLocationModeSwitching(),
    };
    const answers = {};
    for (const [name, ask] of Object.entries(questions)) {
      answers[name] = await ask().catch(describeError);
    }
    return answers;
  },
};

let result;
try {
  result = { result: await steps[process.argv[2]]() };
} catch (error) {
  result = describeError(error);
}
// Written before the end, which the client's timers would put off.
process.stdout.write(JSON.stringify(result), () => process.exit(0));
