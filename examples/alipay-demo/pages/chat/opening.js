/** What happens when a message is tapped. */

/** @param {any} view @param {{ chat: any, page: any }} context */
async function openMessage(view, { chat, page }) {
  switch (view.kind) {
    case "image":
      my.previewImage({ urls: [view.url], current: 0 });
      return;
    case "voice":
      play(view, { chat, page });
      return;
    case "video":
      my.navigateTo({ url: `/pages/video/video?url=${encodeURIComponent(view.url)}` });
      return;
    case "file":
      download(view, chat.texts);
      return;
    case "location":
      my.openLocation({
        longitude: String(view.longitude),
        latitude: String(view.latitude),
        name: view.place || view.address,
        address: view.address,
      });
      return;
    case "card":
      my.navigateTo({ url: `/pages/contact/contact?id=${encodeURIComponent(view.cardUser)}` });
      return;
    case "combined":
      getApp().opened = view;
      my.navigateTo({ url: "/pages/combined/combined" });
      return;
    default:
  }
}

function play(view, { chat, page }) {
  const fail = () => {
    page.setData({ playing: "" });
    my.showToast({ content: chat.texts.playFailed });
  };
  if (!my.createInnerAudioContext) {
    fail();
    return;
  }
  const audio = my.createInnerAudioContext();
  audio.onEnded(() => {
    page.setData({ playing: "" });
    if (audio.destroy) audio.destroy();
  });
  audio.onError(fail);
  audio.src = view.url;
  audio.play();
  page.setData({ playing: view.id });
}

function download(view, texts) {
  const fail = () => my.showToast({ content: texts.openFailed });
  my.showLoading({ content: view.filename });
  my.downloadFile({
    url: view.url,
    success: ({ apFilePath, tempFilePath }) => {
      my.hideLoading();
      const fileType = view.filename.split(".").pop();
      if (my.openDocument) my.openDocument({ filePath: apFilePath || tempFilePath, fileType, fail });
      else fail();
    },
    fail: () => {
      my.hideLoading();
      fail();
    },
  });
}

module.exports = { openMessage };
