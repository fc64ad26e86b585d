"""Title, introduction and rich text, with Wagtail's own everything."""

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class StockPage(Page):
    introduction = models.TextField(blank=True)
    body = RichTextField(blank=True)
    picture = models.ForeignKey("articles.ArticleImage", models.SET_NULL, null=True, blank=True, related_name="+")

    template = "stock/stock_page.html"
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
