"""The part of Shopify's Admin API schema, version 2026-10, that the connector speaks, and what a query of it costs.

Names and kinds are those of Shopify's reference. An object costs a point and a connection two and what it may bring,
as the reference has it; a mutation costs ten.
"""

from __future__ import annotations

from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    SelectionSetNode,
    VariableNode,
    build_schema,
    get_named_type,
    is_leaf_type,
    is_list_type,
)

_CONNECTIONS = (
    *("Order", "LineItem", "Return", "ReturnLineItemType", "ReverseFulfillmentOrder", "ReverseDelivery"),
    *("ReverseFulfillmentOrderLineItem", "RefundLineItem", "OrderTransaction", "ReturnableFulfillment"),
    "ReturnableFulfillmentLineItem",
)
_PAGED = "(first: Int, after: String)"

SCHEMA_TEXT = f"""
scalar DateTime
scalar Decimal
scalar URL
scalar CurrencyCode
scalar CountryCode
interface Node {{ id: ID! }}
type PageInfo {{ hasNextPage: Boolean! endCursor: String }}
type MoneyV2 {{ amount: Decimal! currencyCode: CurrencyCode! }}
type MoneyBag {{ presentmentMoney: MoneyV2! shopMoney: MoneyV2! }}
type Attribute {{ key: String! value: String }}
type MailingAddress {{ countryCodeV2: CountryCode }}
type Customer implements Node {{ id: ID! }}
type TaxonomyCategory {{ name: String! }}
type Product implements Node {{ id: ID! productType: String! category: TaxonomyCategory }}
type TaxLine {{ priceSet: MoneyBag! title: String! }}
type LineItem implements Node {{
  id: ID! name: String! quantity: Int! product: Product
  discountedUnitPriceAfterAllDiscountsSet: MoneyBag! taxLines(first: Int): [TaxLine!]!
}}
type FulfillmentOriginAddress {{ countryCode: String! }}
enum FulfillmentStatus {{ CANCELLED ERROR FAILURE SUCCESS OPEN PENDING }}
type Fulfillment implements Node {{
  id: ID! status: FulfillmentStatus! deliveredAt: DateTime originAddress: FulfillmentOriginAddress
}}
type FulfillmentLineItem implements Node {{ id: ID! lineItem: LineItem! quantity: Int }}
enum ReturnStatus {{ CANCELED CLOSED DECLINED OPEN REQUESTED }}
type ReturnShippingFee {{ amountSet: MoneyBag! }}
interface ReturnLineItemType {{ id: ID! quantity: Int! customerNote: String }}
type ReturnLineItem implements ReturnLineItemType {{
  id: ID! quantity: Int! customerNote: String fulfillmentLineItem: FulfillmentLineItem!
}}
type UnverifiedReturnLineItem implements ReturnLineItemType {{ id: ID! quantity: Int! customerNote: String }}
enum ReverseFulfillmentOrderDispositionType {{ MISSING NOT_RESTOCKED PROCESSING_REQUIRED RESTOCKED }}
type ReverseFulfillmentOrderDisposition implements Node {{
  id: ID! type: ReverseFulfillmentOrderDispositionType! quantity: Int! createdAt: DateTime!
}}
type ReverseFulfillmentOrderLineItem implements Node {{
  id: ID! totalQuantity: Int! dispositions: [ReverseFulfillmentOrderDisposition!]!
}}
type ReverseDeliveryLabelV2 {{ publicFileUrl: URL createdAt: DateTime! }}
type ReverseDeliveryTrackingV2 {{ number: String carrierName: String url: URL }}
type ReverseDeliveryShippingDeliverable {{ label: ReverseDeliveryLabelV2 tracking: ReverseDeliveryTrackingV2 }}
union ReverseDeliveryDeliverable = ReverseDeliveryShippingDeliverable
type ReverseDelivery implements Node {{
  id: ID! deliverable: ReverseDeliveryDeliverable reverseFulfillmentOrder: ReverseFulfillmentOrder!
}}
type ReverseFulfillmentOrder implements Node {{
  id: ID! order: Order
  lineItems{_PAGED}: ReverseFulfillmentOrderLineItemConnection!
  reverseDeliveries{_PAGED}: ReverseDeliveryConnection!
}}
type Return implements Node {{
  id: ID! name: String! status: ReturnStatus! order: Order!
  createdAt: DateTime! requestApprovedAt: DateTime closedAt: DateTime
  returnShippingFees: [ReturnShippingFee!]!
  returnLineItems{_PAGED}: ReturnLineItemTypeConnection!
  reverseFulfillmentOrders{_PAGED}: ReverseFulfillmentOrderConnection!
}}
enum OrderTransactionKind {{
  AUTHORIZATION CAPTURE CHANGE EMV_AUTHORIZATION REFUND SALE SUGGESTED_REFUND VOID
}}
enum OrderTransactionStatus {{ AWAITING_RESPONSE ERROR FAILURE PENDING SUCCESS UNKNOWN }}
type OrderTransaction implements Node {{
  id: ID! kind: OrderTransactionKind! status: OrderTransactionStatus! processedAt: DateTime
}}
type RefundLineItem {{ quantity: Int! lineItem: LineItem! }}
type Refund implements Node {{
  id: ID! createdAt: DateTime totalRefundedSet: MoneyBag! return: Return
  refundLineItems{_PAGED}: RefundLineItemConnection!
  transactions{_PAGED}: OrderTransactionConnection!
}}
enum OrderDisplayFulfillmentStatus {{
  FULFILLED FULFILLMENT_NOT_REQUIRED IN_PROGRESS ON_HOLD OPEN PARTIALLY_FULFILLED PENDING_FULFILLMENT REQUEST_DECLINED
  RESTOCKED SCHEDULED UNFULFILLED
}}
type Order implements Node {{
  id: ID! name: String! email: String processedAt: DateTime! updatedAt: DateTime! cancelledAt: DateTime test: Boolean!
  displayFulfillmentStatus: OrderDisplayFulfillmentStatus! presentmentCurrencyCode: CurrencyCode!
  taxesIncluded: Boolean!
  customer: Customer billingAddress: MailingAddress shippingAddress: MailingAddress customAttributes: [Attribute!]!
  fulfillments(first: Int): [Fulfillment!]! refunds(first: Int): [Refund!]!
  lineItems{_PAGED}: LineItemConnection!
  returns{_PAGED}: ReturnConnection!
}}
type ReturnableFulfillmentLineItem {{ fulfillmentLineItem: FulfillmentLineItem! quantity: Int! }}
type ReturnableFulfillment implements Node {{
  id: ID! returnableFulfillmentLineItems{_PAGED}: ReturnableFulfillmentLineItemConnection!
}}
enum BulkOperationStatus {{ CANCELED CANCELING COMPLETED CREATED EXPIRED FAILED RUNNING }}
enum BulkOperationErrorCode {{ ACCESS_DENIED INTERNAL_SERVER_ERROR TIMEOUT }}
type BulkOperation implements Node {{
  id: ID! status: BulkOperationStatus! errorCode: BulkOperationErrorCode url: URL
}}
type Count {{ count: Int! }}
type ApiVersion {{ handle: String! supported: Boolean! }}
type AccessScope {{ handle: String! }}
type AppInstallation {{ accessScopes: [AccessScope!]! }}
enum OrderSortKeys {{
  CREATED_AT CURRENT_TOTAL_PRICE CUSTOMER_NAME DESTINATION FINANCIAL_STATUS FULFILLMENT_STATUS ID ORDER_NUMBER PO_NUMBER
  PROCESSED_AT RELEVANCE TOTAL_ITEMS_QUANTITY TOTAL_PRICE UPDATED_AT
}}
type Query {{
  order(id: ID!): Order
  orders(first: Int, after: String, query: String, sortKey: OrderSortKeys): OrderConnection!
  ordersCount(limit: Int, query: String): Count
  nodes(ids: [ID!]!): [Node]!
  node(id: ID!): Node
  return(id: ID!): Return
  returnableFulfillments(orderId: ID!, first: Int): ReturnableFulfillmentConnection!
  publicApiVersions: [ApiVersion!]!
  currentAppInstallation: AppInstallation!
}}
enum BulkOperationUserErrorCode {{ INVALID LIMIT_REACHED OPERATION_IN_PROGRESS }}
type BulkOperationUserError {{ code: BulkOperationUserErrorCode field: [String!] message: String! }}
enum ReturnErrorCode {{
  ALREADY_EXISTS BLANK CREATION_FAILED EQUAL_TO FEATURE_NOT_ENABLED GREATER_THAN GREATER_THAN_OR_EQUAL_TO INCLUSION
  INCOMPATIBLE_WITH_STANDARD_POLICY INTERNAL_ERROR INVALID INVALID_STATE LESS_THAN LESS_THAN_OR_EQUAL_TO
  MISSING_PERMISSION NOTIFICATION_FAILED NOT_A_NUMBER NOT_EDITABLE NOT_FOUND PRESENT TAKEN TOO_BIG TOO_LONG
  TOO_MANY_ARGUMENTS TOO_SHORT WRONG_LENGTH
}}
type ReturnUserError {{ code: ReturnErrorCode field: [String!] message: String! }}
type BulkOperationRunQueryPayload {{ bulkOperation: BulkOperation userErrors: [BulkOperationUserError!]! }}
type ReturnRequestPayload {{ return: Return userErrors: [ReturnUserError!]! }}
type ReturnCancelPayload {{ return: Return userErrors: [ReturnUserError!]! }}
enum ReturnReason {{
  COLOR DEFECTIVE NOT_AS_DESCRIBED OTHER SIZE_TOO_LARGE SIZE_TOO_SMALL STYLE UNKNOWN UNWANTED WRONG_ITEM
}}
input ReturnRequestLineItemInput {{
  fulfillmentLineItemId: ID! quantity: Int! returnReason: ReturnReason customerNote: String
}}
input ReturnRequestInput {{ orderId: ID! returnLineItems: [ReturnRequestLineItemInput!]! }}
type Mutation {{
  bulkOperationRunQuery(groupObjects: Boolean! = false, query: String!): BulkOperationRunQueryPayload
  returnRequest(input: ReturnRequestInput!): ReturnRequestPayload
  returnCancel(id: ID!): ReturnCancelPayload
}}
""" + "\n".join(
    f"type {name}Connection {{ edges: [{name}Edge!]! nodes: [{name}!]! pageInfo: PageInfo! }} "
    f"type {name}Edge {{ node: {name}! }}"
    for name in _CONNECTIONS
)


def schema() -> GraphQLSchema:
    """The schema."""
    return build_schema(SCHEMA_TEXT)


def cost(of: GraphQLSchema, kind: Any, selected: SelectionSetNode, variables: dict[str, Any]) -> int:
    """What a selection costs at most."""
    total = 0
    for each in selected.selections:
        if isinstance(each, InlineFragmentNode):
            within = of.type_map[each.type_condition.name.value] if each.type_condition else kind
            total += cost(of, within, each.selection_set, variables)
            continue
        assert isinstance(each, FieldNode) and not isinstance(each, FragmentSpreadNode)
        if each.name.value.startswith("__") or each.selection_set is None:
            continue
        field = kind.fields[each.name.value]
        result = get_named_type(field.type)
        inner = cost(of, result, each.selection_set, variables)
        if result.name.endswith("Connection"):
            total += 2 + _first(each, variables) * inner
        elif each.name.value in ("nodes", "edges") and kind.name.endswith("Connection"):
            total += 1 + inner
        elif each.name.value == "nodes":
            total += len(variables["ids"]) * (1 + inner)
        elif not is_leaf_type(result):
            total += (0 if kind.name.endswith("Edge") or result.name == "PageInfo" else 1) + inner
    return total


def bulk_trouble(of: GraphQLSchema, selected: SelectionSetNode) -> str | None:
    """What forbids a query as a bulk operation: too many connections, too deep, or a connection within a list."""
    found: list[int] = []

    def walk(kind: GraphQLObjectType, within: SelectionSetNode, depth: int, listed: bool) -> bool:
        for each in within.selections:
            if not isinstance(each, FieldNode) or each.selection_set is None:
                continue
            field = kind.fields[each.name.value]
            result: Any = get_named_type(field.type)
            is_connection = result.name.endswith("Connection")
            if is_connection and listed:
                return False
            if is_connection:
                found.append(depth)
            plain = is_list_type(getattr(field.type, "of_type", field.type)) and not kind.name.endswith("Connection")
            if not walk(result, each.selection_set, depth + is_connection, listed or plain):
                return False
        return True

    if not walk(of.type_map["Query"], selected, 0, False):  # type: ignore[arg-type]
        return "connection fields within a list are not supported"
    return "too many connections" if len(found) > 5 or max(found, default=9) > 2 else None


def _first(field: FieldNode, variables: dict[str, Any]) -> int:
    given = next((each.value for each in field.arguments if each.name.value == "first"), None)
    if isinstance(given, VariableNode):
        return int(variables[given.name.value])
    return int(given.value) if isinstance(given, IntValueNode) else 250
