// A stand-in for PortOne V1's `iamport.js`. The functions above come from the simulator.

let init = [];
const loaded = new Map();
// With these modules the live SDK tells no `success`; who asks is told so.
const TOLD = ["imp_uid", "merchant_uid", "error_code", "error_msg", "customer_uid"];

function given(result) {
  if ("success" in result || "imp_success" in result) return result;
  return Object.defineProperty({ ...result }, "success", {
    get() {
      console.warn(
        "[IMP, simulated] the live SDK gives no `success` for this PG, only",
        TOLD.join(", "),
        "- read the payment on your server.",
      );
      return undefined;
    },
  });
}

async function run(func, args, how, callback) {
  const tell = (result) => {
    if (typeof callback === "function") callback(given(result));
  };
  try {
    const data = await open({ func, args, how, init });
    if (!leave(data)) tell(data.result);
  } catch (error) {
    if (error.answer) return tell(error.answer);
    console.error("[IMP, simulated]", error);
    const params = args.at(-1) ?? {};
    tell({
      success: false,
      imp_uid: null,
      merchant_uid: params.merchant_uid ?? null,
      error_code: "SIMULATOR",
      error_msg: String(error.message ?? error),
    });
  }
}

function payHow(params) {
  if (params?.popup === true) return "popup";
  return mobile() ? "redirection" : "iframe";
}

function press(type) {
  const { params, callback } = loaded.get(type);
  return run("IMP.loadUI", [type, params], params?.popup === true ? "popup" : "iframe", callback);
}

const IMP = {
  init(code) {
    init = [String(code ?? "")];
  },
  agency(code, tier) {
    init = tier == null ? [String(code ?? "")] : [String(code ?? ""), String(tier)];
  },
  request_pay(params, callback) {
    run("IMP.request_pay", [params], payHow(params), callback);
  },
  certification(params, callback) {
    // On PC it is always a popup; on a phone unless told otherwise the page is left.
    const how = !mobile() || params?.popup === true ? "popup" : "redirection";
    run("IMP.certification", [params], how, callback);
  },
  loadUI(type, params, callback) {
    loaded.set(type, { params, callback });
    const own = type === "toss-brandpay-widget" && document.getElementById("portone-toss-brandpay-widget-button");
    if (own) {
      container(type).textContent = "Toss BrandPay widget (simulated)";
      own.addEventListener("click", () => press(type));
    } else {
      draw(type, `${type} (simulated)`, () => press(type));
    }
  },
  updateLoadUIRequest(type, params) {
    if (!loaded.has(type)) throw new Error(`IMP.loadUI("${type}") 를 먼저 호출해야 합니다.`);
    loaded.set(type, { ...loaded.get(type), params });
  },
  loadModule(type) {
    return Promise.reject(new Error(`IMP.loadModule("${type}"): the simulator has no modules of PGs`));
  },
  close,
};

window.IMP = IMP;
