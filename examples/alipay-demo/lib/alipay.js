/** What only Alipay can say: who its user is, and whether messages are welcome while the program is not open. */

/** A code that stands for the user, once. Asks the user nothing. @returns {Promise<string>} */
function authCode() {
  return new Promise((resolve, reject) => {
    quietly(
      my.getAuthCode({
        scopes: "auth_base",
        success: ({ authCode: code }) => resolve(code),
        fail: ({ errorMessage }) => reject(new Error(`alipay: ${errorMessage || "no code"}`)),
      }),
    );
  });
}

const canAsk = () => my.canIUse("requestSubscribeMessage");

/** Asks for the messages of a template. @returns {Promise<boolean>} false when the user would rather not */
function askForMessages(templateId) {
  return new Promise((resolve, reject) => {
    quietly(
      my.requestSubscribeMessage({
        entityIds: [templateId],
        success: ({ behavior, result }) => {
          const agreed = (result && result.subscribedEntityIds) || [templateId];
          resolve(behavior === "subscribe" && agreed.includes(templateId));
        },
        fail: (/** @type {any} */ { behavior, errorCode, errorMessage }) => {
          if (behavior === "cancel" || Number(errorCode) === 11) resolve(false);
          else reject(new Error(errorMessage || `subscription: ${errorCode}`));
        },
      }),
    );
  });
}

/** Where a promise is answered besides the callbacks, it would be an unhandled rejection. */
function quietly(call) {
  if (call && call.catch) call.catch(() => {});
}

module.exports = { authCode, canAsk, askForMessages };
