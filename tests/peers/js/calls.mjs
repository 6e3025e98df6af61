// @portone/server-sdk, unmodified, against a pretend PortOne: prints as JSON what each call gave, or the error's type.
import { PortOneClient } from "@portone/server-sdk";

const { url, secret, channel, due, otp } = JSON.parse(process.argv[2]);
const client = PortOneClient({ secret, baseUrl: url });
const stranger = PortOneClient({ secret: "wrong", baseUrl: url });
const told = {};
const called = new Set();

async function call(label, name, options, through = client) {
  const path = name.split(".");
  const method = path.pop();
  called.add(name);
  try {
    told[label] = await path.reduce((at, each) => at[each], through)[method](options);
  } catch (error) {
    if (error?.data?.type === undefined) throw error;
    told[label] = { refused: error.data.type, as: error.constructor.name };
  }
  return told[label];
}

const card = (number) => ({
  card: { credential: { number, expiryYear: "30", expiryMonth: "12", birthOrBusinessRegistrationNumber: "900101", passwordTwoDigits: "12" } },
});
const good = card("4111111111111111");
const order = { channelKey: channel, orderName: "주문", amount: { total: 11000 }, currency: "KRW" };
const schedule = (billingKey) => ({ billingKey, orderName: "월간", amount: { total: 900 }, currency: "KRW" });
const p = "payment.";

await call("stranger", p + "getPayment", { paymentId: "any" }, stranger);
await call("missing", p + "getPayment", { paymentId: "none" });
await call("declined", p + "payInstantly", { ...order, paymentId: "p0", method: card("4000000000000101") });
await call("registered", p + "preRegisterPayment", { paymentId: "p1", totalAmount: 11000, currency: "KRW" });
await call("paid", p + "payInstantly", { ...order, paymentId: "p1", method: good });
await call("again", p + "payInstantly", { ...order, paymentId: "p1", method: good });
await call("read", p + "getPayment", { paymentId: "p1" });
await call("part", p + "cancelPayment", { paymentId: "p1", amount: 1000, reason: "r" });
await call("stop", p + "stopPaymentCancellation", { paymentId: "p1", cancellationId: "none" });
await call("tries", p + "getPaymentTransactions", { paymentId: "p1" });
await call("list", p + "getPayments", {});
await call("cursor", p + "getAllPaymentsByCursor", {});
await call("events", p + "getAllPaymentEventsByCursor", {});
await call("captured", p + "capturePayment", { paymentId: "p1" });
await call("unconfirmed", p + "confirmPayment", { paymentId: "p1", paymentToken: "none" });
await call("escrow", p + "confirmEscrow", { paymentId: "none" });
const logistics = { company: "LOTTE", invoiceNumber: "1", sentAt: "2026-01-01T00:00:00Z" };
await call("shipped", p + "applyEscrowLogistics", { paymentId: "none", logistics });
await call("reshipped", p + "modifyEscrowLogistics", { paymentId: "none", logistics });
await call("slip", p + "registerStoreReceipt", { paymentId: "none", items: [] });
await call("resent", p + "resendWebhook", { paymentId: "none" });
await call("closed", p + "closeVirtualAccount", { paymentId: "p1" });

const issued = await call("issued", p + "billingKey.issueBillingKey", { channelKey: channel, method: good });
const billingKey = issued.billingKeyInfo.billingKey;
await call("key", p + "billingKey.getBillingKeyInfo", { billingKey });
await call("keys", p + "billingKey.getBillingKeyInfos", {});
await call("keyToken", p + "billingKey.confirmBillingKey", { billingIssueToken: "none" });
await call("keyPayToken", p + "billingKey.confirmBillingKeyIssueAndPay", { billingIssueToken: "none" });
await call("charged", p + "payWithBillingKey", { ...schedule(billingKey), paymentId: "k1" });
const made = await call("planned", p + "paymentSchedule.createPaymentSchedule", { paymentId: "s1", payment: schedule(billingKey), timeToPay: due });
await call("plan", p + "paymentSchedule.getPaymentSchedule", { paymentScheduleId: made.schedule.id });
await call("plans", p + "paymentSchedule.getPaymentSchedules", {});
await call("kept", p + "billingKey.deleteBillingKey", { billingKey });
await call("revoked", p + "paymentSchedule.revokePaymentSchedules", { scheduleIds: [made.schedule.id] });
await call("deleted", p + "billingKey.deleteBillingKey", { billingKey });

const receipt = { paymentId: "r1", channelKey: channel, type: "PERSONAL", orderName: "주문", currency: "KRW", amount: { total: 1000 }, customer: { identityNumber: "01012345678" } };
await call("receipt", p + "cashReceipt.issueCashReceipt", receipt);
await call("receiptRead", p + "cashReceipt.getCashReceiptByPaymentId", { paymentId: "r1" });
await call("receipts", p + "cashReceipt.getCashReceipts", {});
await call("receiptBack", p + "cashReceipt.cancelCashReceiptByPaymentId", { paymentId: "r1" });
await call("promotion", p + "promotion.getPromotion", { promotionId: "none" });
await call("offers", p + "additionalFeature.getPgCardPromotions", { channelKey: channel, amount: 50000 });

const v = "identityVerification.";
const person = { name: "김하늘", phoneNumber: "01012345678", identityNumber: "9001011", ipAddress: "127.0.0.1" };
const identityVerificationId = "i1";
await call("sent", v + "sendIdentityVerification", { identityVerificationId, channelKey: channel, customer: person, operator: "SKT", method: "SMS" });
await call("sentAgain", v + "resendIdentityVerification", { identityVerificationId });
await call("confirmed", v + "confirmIdentityVerification", { identityVerificationId, otp });
await call("verified", v + "getIdentityVerification", { identityVerificationId });
await call("verifications", v + "getIdentityVerifications", {});

const tokens = await call("login", "auth.loginViaApiSecret", { apiSecret: secret });
await call("refreshed", "auth.refreshToken", { refreshToken: tokens.refreshToken });
await call("loginRefused", "auth.loginViaApiSecret", { apiSecret: "wrong" });
await call("kakaopay", "pgSpecific.getKakaopayPaymentOrder", { pgTxId: "none", channelKey: channel });

const all = (at, before) =>
  Object.entries(at).flatMap(([name, each]) => (typeof each === "function" ? [before + name] : all(each, `${before}${name}.`)));
const uncalled = ["payment", "identityVerification", "auth"].flatMap((each) => all(client[each], `${each}.`)).filter((each) => !called.has(each));
console.log(JSON.stringify({ told, uncalled }));
