// @portone/server-sdk, unmodified, against a pretend PortOne: prints as JSON what each call gave, or the error's type.
import { PortOneClient } from "@portone/server-sdk";

const { url, secret, channel, coin, slips, due, otp, agreed, promotion, kakao } = JSON.parse(process.argv[2]);
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

const granted = await call("login", "auth.loginViaApiSecret", { apiSecret: secret });
await call("refreshed", "auth.refreshToken", { refreshToken: granted.refreshToken });
await call("loginRefused", "auth.loginViaApiSecret", { apiSecret: "wrong" });
await call("kakaopay", "pgSpecific.getKakaopayPaymentOrder", { pgTxId: kakao[0], channelKey: kakao[1] });

// What was refused above, once more where there is something to do it to.
const paid = (paymentId, more) => call(`${paymentId}Paid`, p + "payInstantly", { ...order, paymentId, method: good, ...more });
await call("agreed", p + "confirmPayment", { paymentId: "window-pay", paymentToken: agreed.pay, totalAmount: 11000, currency: "KRW" });
await call("agreedRead", p + "getPayment", { paymentId: "window-pay" });
await call("keyAgreed", p + "billingKey.confirmBillingKey", { billingIssueToken: agreed.key });
await call("bothAgreed", p + "billingKey.confirmBillingKeyIssueAndPay", { billingIssueToken: agreed.both, paymentId: "window-both", totalAmount: 11000, currency: "KRW" });
await paid("captured1");
await call("captureDone", p + "capturePayment", { paymentId: "captured1" });
await call("resendDone", p + "resendWebhook", { paymentId: "captured1" });
await paid("coin1", { channelKey: coin });
const asked = await call("coinAsked", p + "cancelPayment", { paymentId: "coin1", reason: "r" });
await call("stopDone", p + "stopPaymentCancellation", { paymentId: "coin1", cancellationId: asked.cancellation.id });
await paid("escrow1", { isEscrow: true });
await call("shippedDone", p + "applyEscrowLogistics", { paymentId: "escrow1", logistics });
await call("reshippedDone", p + "modifyEscrowLogistics", { paymentId: "escrow1", logistics: { ...logistics, invoiceNumber: "2" } });
await call("escrowDone", p + "confirmEscrow", { paymentId: "escrow1" });
await paid("slips1", { channelKey: slips });
const items = [{ storeBusinessRegistrationNumber: "1", storeName: "s", totalAmount: 11000, currency: "KRW" }];
await call("slipDone", p + "registerStoreReceipt", { paymentId: "slips1", items });
await paid("account1", { method: { virtualAccount: { bank: "SHINHAN", expiry: { validHours: 1 }, option: { type: "NORMAL" } } } });
await call("closeDone", p + "closeVirtualAccount", { paymentId: "account1" });
await call("promotionRead", p + "promotion.getPromotion", { promotionId: promotion });
const dateRange = { from: "2020-01-01", until: "2100-01-01" };
await call("vatMoved", "reconciliation.getPaymentReconciliationTransactionVatReport", { dateRange });
await call("vatSettled", "reconciliation.getPaymentReconciliationSettlementVatReport", { dateRange });
await call("holder", "platform.account.getPlatformAccountHolder", { bank: "SHINHAN", accountNumber: "110123" });
const transfer = { partnerId: "p1", paymentId: "captured1", orderDetail: { orderAmount: 11000 }, discounts: [], additionalFees: [] };
const split = await call("transferred", "platform.transfer.createPlatformOrderTransfer", transfer);
const gone = await call("split", p + "cancelPayment", { paymentId: "captured1", amount: 1000, reason: "r" });
const back = { transferId: split.transfer.id, cancellationId: gone.cancellation.id, orderDetail: { orderAmount: 1000 }, discounts: [] };
await call("takenBack", "platform.transfer.createPlatformOrderCancelTransfer", back);
await call("transferRead", "platform.transfer.getPlatformTransfer", { id: split.transfer.id });
await call("unserved", "platform.partner.getPlatformPartners", {});

const all = (at, before) =>
  Object.entries(at).flatMap(([name, each]) => (typeof each === "function" ? [before + name] : all(each, `${before}${name}.`)));
const uncalled = ["payment", "identityVerification", "auth", "pgSpecific", "reconciliation"].flatMap((each) => all(client[each], `${each}.`)).filter((each) => !called.has(each));
console.log(JSON.stringify({ told, uncalled }));
