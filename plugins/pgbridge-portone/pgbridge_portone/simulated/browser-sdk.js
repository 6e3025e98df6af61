// A stand-in for PortOne V2's `browser-sdk.js`. The functions above come from the simulator.

const NAMES = {
  PAYMENT: "PaymentError",
  ISSUE_BILLING_KEY: "IssueBillingKeyError",
  ISSUE_BILLING_KEY_AND_PAY: "IssueBillingKeyAndPayError",
  IDENTITY_VERIFICATION: "IdentityVerificationError",
};
const loaded = new Map();

// An error as the npm package's `isPortOneError` and its kin recognise it.
function failure(answer) {
  const error = new Error(answer.message);
  error.__portOneErrorType = NAMES[answer.transactionType] ?? "ModuleError";
  return Object.assign(error, answer);
}

function howOf(request) {
  const wanted = request?.windowType?.[platform()];
  if (wanted === "POPUP") return "popup";
  if (wanted === "REDIRECTION") return "redirection";
  if (wanted === "IFRAME") return "iframe";
  return mobile() && request?.redirectUrl ? "redirection" : "iframe";
}

async function call(func, request, how = howOf(request)) {
  let data;
  try {
    data = await open({
      func: `PortOne.${func}`,
      args: [request],
      how,
      dim: request?.iframe?.dim !== false,
      center: request?.popup?.center !== false,
    });
  } catch (error) {
    throw error.answer ? failure(error.answer) : error;
  }
  if (leave(data)) return new Promise(() => {});
  return data.result;
}

async function load(func, request, succeeded, failed) {
  loaded.set(func, request);
  draw(request?.uiType ?? "", `${request?.uiType} (simulated)`, async () => {
    try {
      const result = await call(func, loaded.get(func), "iframe");
      if (result.code === undefined) succeeded?.(result);
      else failed?.(failure(result));
    } catch (error) {
      if (!error.__portOneErrorType) throw error;
      failed?.(error);
    }
  });
}

function update(func, request) {
  if (!loaded.has(func)) return Promise.reject(new Error(`PortOne.${func} must be called first`));
  loaded.set(func, request);
  return Promise.resolve();
}

window.PortOne = {
  requestPayment: (request) => call("requestPayment", request),
  requestIssueBillingKey: (request) => call("requestIssueBillingKey", request),
  requestIssueBillingKeyAndPay: (request) => call("requestIssueBillingKeyAndPay", request),
  requestIdentityVerification: (request) => call("requestIdentityVerification", request),
  loadPaymentUI: (request, callbacks) =>
    load("loadPaymentUI", request, callbacks?.onPaymentSuccess, callbacks?.onPaymentFail),
  loadIssueBillingKeyUI: (request, callbacks) =>
    load("loadIssueBillingKeyUI", request, callbacks?.onIssueBillingKeySuccess, callbacks?.onIssueBillingKeyFail),
  updateLoadPaymentUIRequest: (request) => update("loadPaymentUI", request),
  updateLoadIssueBillingKeyUIRequest: (request) => update("loadIssueBillingKeyUI", request),
};
