/** Pickers of the platform. Each resolves with undefined when nothing was chosen, and rejects where there is no such picker. */
const NOTHING = () => undefined;

/** What hosts answer where there is nothing behind the call, whatever `my.canIUse` says of it: unknown, not supported. */
const NOT_THERE = [1, 3];

/** Whoever opens a picker and closes it again has made no mistake. */
function unlessMissing(error) {
  if (error && NOT_THERE.indexOf(error.error) >= 0) throw new Error(error.errorMessage);
  return undefined;
}

function call(name, options) {
  return new Promise((resolve, reject) => {
    const answer = my[name](Object.assign({ success: resolve, fail: reject }, options));
    if (answer && answer.then) answer.then(resolve, reject);
  });
}

/** @returns {Promise<{ path: string, width: number, height: number } | undefined>} */
async function choosePicture(sourceType) {
  const picked = await call("chooseImage", { count: 1, sourceType }).catch(unlessMissing);
  const [path] = (picked && (picked.tempFilePaths || picked.apFilePaths)) || [];
  if (path === undefined) return undefined;
  const size = await call("getImageInfo", { src: path }).catch(NOTHING);
  return { path, width: (size && size.width) || 0, height: (size && size.height) || 0 };
}

async function chooseVideo() {
  const picked = await call("chooseVideo", { sourceType: ["album", "camera"], maxDuration: 60 }).catch(unlessMissing);
  const path = picked && (picked.tempFilePath || picked.apFilePath);
  return path ? { path, seconds: Math.round(picked.duration || 0) } : undefined;
}

async function chooseFile() {
  const picked = await call("chooseFileFromDisk", {}).catch(unlessMissing);
  const path = picked && (picked.apFilePath || picked.tempFilePath);
  if (!path) return undefined;
  return { path, name: picked.fileName || path.split("/").pop(), size: picked.fileSize || 0 };
}

async function choosePlace() {
  const place = await call("chooseLocation", {}).catch(unlessMissing);
  return place && place.latitude !== undefined ? place : undefined;
}

/** What this host can do: what it cannot is not offered. */
function canChoose() {
  return {
    video: Boolean(my.chooseVideo),
    file: Boolean(my.chooseFileFromDisk),
    location: Boolean(my.chooseLocation),
    voice: Boolean(my.getRecorderManager),
  };
}

module.exports = { choosePicture, chooseVideo, chooseFile, choosePlace, canChoose };
