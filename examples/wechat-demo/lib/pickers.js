/** Pickers of the platform. Each resolves with undefined when nothing was chosen. */
const NOTHING = () => undefined;

function call(name, options) {
  return new Promise((resolve, reject) => {
    wx[name](Object.assign({ success: resolve, fail: reject }, options));
  });
}

/** @returns {Promise<{ path: string, width: number, height: number } | undefined>} */
async function choosePicture() {
  const picked = await call("chooseMedia", { count: 1, mediaType: ["image"], sourceType: ["album", "camera"] }).catch(
    NOTHING,
  );
  const [file] = (picked && picked.tempFiles) || [];
  if (file === undefined) return undefined;
  const size = await call("getImageInfo", { src: file.tempFilePath }).catch(NOTHING);
  return { path: file.tempFilePath, width: (size && size.width) || 0, height: (size && size.height) || 0 };
}

/** @returns {Promise<{ path: string, seconds: number, width: number, height: number } | undefined>} */
async function chooseVideo() {
  const picked = await call("chooseMedia", { count: 1, mediaType: ["video"], maxDuration: 60 }).catch(NOTHING);
  const [file] = (picked && picked.tempFiles) || [];
  if (file === undefined) return undefined;
  return { path: file.tempFilePath, seconds: Math.round(file.duration || 0), width: file.width, height: file.height };
}

/** WeChat lets a program send the files that somebody has got in a chat. */
async function chooseFile() {
  const picked = await call("chooseMessageFile", { count: 1, type: "file" }).catch(NOTHING);
  const [file] = (picked && picked.tempFiles) || [];
  return file && { path: file.path, name: file.name, size: file.size };
}

async function choosePlace() {
  const place = await call("chooseLocation", {}).catch(NOTHING);
  return place && place.latitude !== undefined ? place : undefined;
}

module.exports = { chooseFile, choosePicture, choosePlace, chooseVideo };
