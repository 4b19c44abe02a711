"""What public pages give to the kernel: what of them a zone may do without."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.zoned import switches
from sibao.kernel.zoned.switches import Switch
from sibao.portal import queries

switches.add(
    Switch(
        queries.SEARCH,
        _("公开名单查询"),
        _("关闭后，公开网页上不能按名称或代码查企业；名单、公告和真伪核验照常公开。"),
    )
)
