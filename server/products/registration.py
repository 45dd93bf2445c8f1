"""What products give to the feed and to the inbox."""

from __future__ import annotations

from server.feed.registry import register_documents
from server.inbox.registry import register_handler
from server.products import documents, operations
from server.products.models import Licence, Product, ProductUse, StockItem


def register() -> None:
    """Register the documents and operations of products."""
    register_documents(
        "product",
        documents.build_products,
        {Product: lambda row: [row.id], Licence: lambda row: [row.product_id]},
    )
    register_documents("stock", documents.build_stocks, {StockItem: lambda row: [row.organisation_id]})
    register_documents("product_use", documents.build_product_uses, {ProductUse: lambda row: [row.id]})
    register_handler("product_use.record", operations.record)
    register_handler("product_use.void", operations.void)
